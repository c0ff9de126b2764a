//! Links `oos-cancel` into the one wasm module of the npm package.

#[allow(unused_imports)]
pub use oos_cancel as _;

// Much smaller than the allocator of the standard library. Unlike a free list, its time does not grow with the number of
// free blocks, however many clients a page creates and frees.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
