//! Signs a URL that cancels one execution, for a page without secrets.
//!
//! `cargo run -p oos-cancel-examples --bin sign -- exec-8a2aaf460fdf47c6b5ef`

use oos_cancel_examples::{cancel_url, credentials};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let execution_id = std::env::args().nth(1).ok_or("Which execution?")?;
    println!("{}", cancel_url(&execution_id, &credentials()?)?);
    Ok(())
}
