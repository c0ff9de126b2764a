"use strict";
// What `require` loads, in Jest for instance: the module inside, compiled synchronously.
const { init, inlined, loadSync, ...api } = require("./wasm/commonjs.cjs");

loadSync(inlined());

module.exports = api;
