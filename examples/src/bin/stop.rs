//! Cancels an execution and waits until it has ended: "accepted" is not "stopped".
//!
//! `cargo run -p oos-cancel-examples --features https --bin stop -- exec-8a2aaf460fdf47c6b5ef`, at OOS in `cn-hangzhou` or at
//! `OOS_ENDPOINT`. The credentials need `oos:CancelExecution` and `oos:ListExecutions`.

use std::env;
use std::error::Error;
use std::time::Duration;

use oos_cancel::native::{NativeHost, block_on};
use oos_cancel::{Client, Ending};
use oos_cancel_examples::{credentials, endpoint};

fn main() -> Result<(), Box<dyn Error>> {
    let execution_id = env::args().nth(1).ok_or("Which execution?")?;
    let client = Client::builder(endpoint()?, credentials()?).build()?;
    let host = NativeHost::within(Duration::from_secs(300)).on_status(|execution| eprintln!("{}", execution.status()));
    match block_on(client.cancel_and_wait(&host, &execution_id)) {
        Ok(cancelled) => {
            let status = cancelled.execution.status();
            match cancelled.ending {
                Ending::Cancelled => println!("cancelled after {:.1} s", cancelled.elapsed.as_secs_f64()),
                Ending::ByItself => println!("ended by itself before the cancel took hold: {status}"),
            }
            Ok(())
        }
        Err(failure) => {
            Err(format!("{}, outcome {}, remedy {}", failure.kind.code(), failure.outcome, failure.remedy()).into())
        }
    }
}
