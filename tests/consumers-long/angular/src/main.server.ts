import { bootstrapApplication, type BootstrapContext, provideClientHydration } from "@angular/platform-browser";
import { provideServerRendering } from "@angular/platform-server";

import { App } from "./app";

export default (context: BootstrapContext) =>
  bootstrapApplication(App, { providers: [provideClientHydration(), provideServerRendering()] }, context);
