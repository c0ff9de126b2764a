//! Links `oos-cancel` into the one wasm module of the npm package.

#[allow(unused_imports)]
pub use oos_cancel as _;

// A fifth of the weight of the standard library's. Unlike a free list, its time does not grow with the number of free
// pieces, however many clients a page makes and frees.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();
