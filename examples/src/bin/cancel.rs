//! Cancels an execution without a browser, with retries and an honest outcome.
//!
//! `cargo run -p oos-cancel-examples --features https --bin cancel -- exec-8a2aaf460fdf47c6b5ef`, at OOS in `cn-hangzhou` or
//! at `OOS_ENDPOINT`.

use std::env;
use std::error::Error;
use std::time::Duration;

use oos_cancel::Client;
use oos_cancel::native::{NativeHost, block_on};
use oos_cancel_examples::{credentials, endpoint};

fn main() -> Result<(), Box<dyn Error>> {
    let execution_id = env::args().nth(1).ok_or("Which execution?")?;
    let client = Client::builder(endpoint()?, credentials()?).build()?;
    let host = NativeHost::within(Duration::from_secs(10)).on_attempt(|attempt| {
        eprintln!("attempt {}: {}", attempt.number, attempt.code.as_deref().unwrap_or("accepted"));
    });
    match block_on(client.cancel_execution(&host, &execution_id)) {
        Ok(success) => {
            println!("accepted, RequestId {}", success.request_id);
            Ok(())
        }
        Err(failure) => {
            Err(format!("{}, outcome {}, remedy {}", failure.kind.code(), failure.outcome, failure.remedy()).into())
        }
    }
}
