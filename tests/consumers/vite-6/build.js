import { build } from "vite-6";

await build({ logLevel: "silent", build: process.argv[2] ? { target: process.argv[2] } : {} });
