// With zone.js: Angular's builder compiles `await` for it and therefore refuses a top-level one, so the page calls init().
import { bootstrapApplication } from "@angular/platform-browser";
import { provideZoneChangeDetection } from "@angular/core";
import { init } from "oos-cancel/init";

import { App } from "./app.zone";

init().then(() => bootstrapApplication(App, { providers: [provideZoneChangeDetection()] }));
