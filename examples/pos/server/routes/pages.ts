import { join } from "node:path";
import express, { Router } from "express";
import type { Staff } from "../staff.ts";

/** The built pages: staff screens make the browser a staff browser, guest screens never do. */
export function pageRoutes({ folder, staff }: { readonly folder: string; readonly staff: Staff }): Router {
  const router = Router();
  router.use("/assets", express.static(join(folder, "assets"), { immutable: true, maxAge: "1y", fallthrough: false }));
  router.get(["/", "/counter", "/orders", "/orders/:id", "/tables", "/readers"], (_request, response) => {
    staff.welcome(response);
    response.set("cache-control", "no-store").sendFile("index.html", { root: folder });
  });
  router.get(["/t/:code", "/t/:code/return", "/thanks"], (_request, response) => {
    response.set("cache-control", "no-store").sendFile("guest.html", { root: folder });
  });
  return router;
}
