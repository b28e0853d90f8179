import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

// Two entries: a guest's phone does not load the staff's screens.
export default defineConfig({
  root: here("client"),
  plugins: [react()],
  logLevel: "warn",
  build: {
    outDir: here("dist/client"),
    emptyOutDir: true,
    rollupOptions: { input: { staff: here("client/index.html"), guest: here("client/guest.html") } },
  },
});
