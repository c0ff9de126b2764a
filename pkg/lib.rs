//! Links `oos-cancel` into the one wasm module of the npm package.

#[allow(unused_imports)]
pub use oos_cancel as _;

// A third of the size of the standard library's. The lock is a flag, since a module has one thread.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: lol_alloc::LockedAllocator<lol_alloc::FreeListAllocator> =
    lol_alloc::LockedAllocator::new(lol_alloc::FreeListAllocator::new());
