//! Linker options of the module, here so that every way to build it has them.

fn main() {
    // Instead of 1 MiB: the deepest call takes a few KiB, and each instance of the module saves the rest.
    println!("cargo::rustc-cdylib-link-arg=-zstack-size=65536");
    println!("cargo::rerun-if-changed=build.rs");
}
