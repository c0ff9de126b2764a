"use strict";
// Same as node-init.js, for `require`.
const { inlined, loadSync, ...api } = require("./wasm/commonjs.cjs");

module.exports = api;
