//! Links `oos-cancel` into the one wasm module of the npm package.

#[allow(unused_imports)]
pub use oos_cancel as _;
