//! Stops everything of one template: shows what it would cancel, asks, cancels, and waits for the ends.
//!
//! `cargo run -p oos-cancel-examples --features https --bin fleet -- bad-template`, at OOS in `cn-hangzhou` or at `OOS_ENDPOINT`.
//! With `--yes` it does not ask. The credentials need `oos:CancelExecution` and `oos:ListExecutions`.

use std::collections::BTreeMap;
use std::env;
use std::error::Error;
use std::io::{BufRead, stdin};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use oos_cancel::native::{NativeFleet, NativeHost, block_on};
use oos_cancel::{Client, ExecutionFilter, ExecutionStatus, FleetOptions, FleetOutcome, Ids, Listing};
use oos_cancel_examples::{credentials, endpoint};

fn main() -> Result<(), Box<dyn Error>> {
    let (options, names): (Vec<_>, Vec<_>) = env::args().skip(1).partition(|argument| argument.starts_with("--"));
    let template = names.first().ok_or("Which template?")?;
    let client = Client::builder(endpoint()?, credentials()?).build()?;
    let ids = preview(&client, template)?;
    if ids.is_empty() || !(options.iter().any(|option| option == "--yes") || confirmed(ids.len())?) {
        println!("Nothing was cancelled.");
        return Ok(());
    }

    let bar = ProgressBar::new(ids.len() as u64);
    bar.set_style(ProgressStyle::with_template("{wide_bar} {pos}/{len} {msg}")?);
    let (shown, ended) = (bar.clone(), bar.clone());
    let host = NativeFleet::new(move |result| {
        if let Some(failure) = &result.failure {
            shown.suspend(|| eprintln!("{} {}: {failure}", result.execution_id, result.outcome));
        }
    })
    .on_progress(move |progress| {
        ended.set_position(progress.settled as u64);
        let pace = if progress.throttled { "OOS limits the rate, " } else { "" };
        let rest = progress.eta.map_or(String::new(), |eta| format!("{} s left", eta.as_secs()));
        ended.set_message(format!("{pace}{rest}"));
    });
    let options = FleetOptions::default().wait_until_ended();
    let report = block_on(client.cancel_executions(&host, Ids::all(ids), &options));
    bar.finish();

    for outcome in FleetOutcome::ALL {
        println!("{outcome}: {}", report.counts.of(*outcome));
    }
    if let Some(stop) = report.stopped {
        println!("stopped: {stop}");
    }
    let over = [FleetOutcome::Cancelled, FleetOutcome::Ended].map(|outcome| report.counts.of(outcome));
    let open = report.counts.total() - over.iter().sum::<usize>();
    if open > 0 { Err(format!("{open} executions may still run.").into()) } else { Ok(()) }
}

/// Shows what has not ended of exactly this template, and returns the ids.
fn preview(client: &Client, template: &str) -> Result<Vec<String>, Box<dyn Error>> {
    let states =
        [ExecutionStatus::Started, ExecutionStatus::Queued, ExecutionStatus::Running, ExecutionStatus::Waiting];
    let filter = states.into_iter().fold(ExecutionFilter::new().template_name(template), ExecutionFilter::status);
    let mut listing = Listing::new(filter)?;
    let (mut ids, mut counts) = (Vec::new(), BTreeMap::<String, usize>::new());
    while let Some(page) = block_on(client.next_page(&NativeHost::within(Duration::from_secs(10)), &mut listing))? {
        for execution in page.executions {
            // OOS lists every template whose name contains the text.
            if execution.template_name().as_deref() == Some(template) {
                *counts.entry(execution.status().to_string()).or_default() += 1;
                ids.push(execution.execution_id().to_owned());
            }
        }
    }
    println!("{} executions of {template} have not ended: {counts:?}", ids.len());
    ids.iter().take(5).for_each(|id| println!("  {id}"));
    Ok(ids)
}

fn confirmed(count: usize) -> Result<bool, Box<dyn Error>> {
    println!("Type {count} to cancel all of them.");
    let line = stdin().lock().lines().next().transpose()?;
    Ok(line.is_some_and(|line| line.trim() == count.to_string()))
}
