import { afterNextRender, Component, signal } from "@angular/core";
import { OosClient } from "oos-cancel/init";

import { cancel } from "../cancel.js";

@Component({
  selector: "app-root",
  template: `<button [disabled]="!ready()" (click)="run()">Cancel</button><output>{{ said() }}</output>`,
})
export class App {
  readonly ready = signal(false);
  readonly said = signal("");

  constructor() {
    afterNextRender(() => this.ready.set(true));
  }

  async run(): Promise<void> {
    this.said.set(await cancel(OosClient, location.search));
  }
}
