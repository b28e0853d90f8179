import "@fontsource-variable/inter";
import "../styles/base.css";
import "../styles/staff.css";
import "../styles/counter.css";
import "../styles/payment.css";
import "../styles/lists.css";
import "../styles/readers.css";
import "../styles/dock.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
