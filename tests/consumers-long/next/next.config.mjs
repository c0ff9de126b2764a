// Nothing here is for the package: the tests move the server to another folder, and open it by this address.
export default { output: "standalone", outputFileTracingRoot: import.meta.dirname, allowedDevOrigins: ["127.0.0.1"] };
