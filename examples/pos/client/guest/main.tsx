import "@fontsource-variable/inter";
import "../styles/base.css";
import "../styles/guest.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { GuestApp } from "./guest-app.tsx";

const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <GuestApp path={location.pathname} search={location.search} />
    </StrictMode>,
  );
