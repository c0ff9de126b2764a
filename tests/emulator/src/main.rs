//! The emulator as a program. See `README.md` beside `Cargo.toml`.

use std::{path::PathBuf, process::ExitCode};

use clap::Parser;
use oos_emulator::{AllowedOrigin, Emulator, Options, RateLimit, Seeds};
use serde_json::json;
use tokio::signal::unix::{SignalKind, signal};

/// A local OOS endpoint, and the demo page that uses it.
#[derive(Debug, Parser)]
#[command(name = "oos-emulator", version)]
struct Arguments {
    /// Port of the demo page; 0 for any free port, as for the other ports
    #[arg(long, env = "DEMO_PORT", default_value_t = 8080)]
    demo_port: u16,
    /// Port of the OOS endpoint
    #[arg(long, env = "OOS_PORT", default_value_t = 8787)]
    oos_port: u16,
    /// Port of the control interface
    #[arg(long, env = "OOS_CONTROL_PORT", default_value_t = 8788)]
    control_port: u16,
    /// Folder served at / of the demo port
    #[arg(long, default_value = "www")]
    www: PathBuf,
    /// Folder served at /pkg/ of the demo port
    #[arg(long, default_value = "pkg")]
    pkg: PathBuf,
    /// Another origin whose pages may use the control interface; * for every origin, in tests only
    #[arg(long, env = "OOS_CONTROL_ALLOWED_ORIGINS", value_name = "ORIGIN", value_delimiter = ',')]
    allow_control_origin: Vec<AllowedOrigin>,
    /// How many executions there are besides the documented ones, at the start and after a reset
    #[arg(long, env = "OOS_EXECUTIONS", value_name = "COUNT", default_value_t = 0,
        value_parser = clap::value_parser!(u32).range(..=49_000))]
    executions: u32,
    /// How long a cancel takes, at the start and after a reset
    #[arg(long, env = "OOS_CANCEL_DELAY_MS", value_name = "MS",
        value_parser = clap::value_parser!(u64).range(..=86_400_000))]
    cancel_delay_ms: Option<u64>,
    /// How often an account may call, as ACTION=RATE/BURST such as CancelExecution=20/40; without ACTION= for all together
    #[arg(long, env = "OOS_RATE_LIMITS", value_name = "LIMIT", value_delimiter = ',')]
    rate_limit: Vec<RateLimit>,
    /// Print all addresses on one line of JSON, for programs
    #[arg(long)]
    json: bool,
}

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("{problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let Arguments { www, pkg, .. } = &arguments;
    let emulator = Emulator::start(&Options {
        demo_port: arguments.demo_port,
        oos_port: arguments.oos_port,
        control_port: arguments.control_port,
        www: Some(www.clone()),
        pkg: Some(pkg.clone()),
        control_origins: arguments.allow_control_origin.clone(),
        seeds: Seeds {
            executions: usize::try_from(arguments.executions)?,
            rate_limits: arguments.rate_limit.clone(),
            cancel_delay_ms: arguments.cancel_delay_ms,
        },
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    runtime.block_on(async {
        let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
        announce(&emulator, arguments.json);
        if !arguments.json {
            warn_of_missing([www, pkg]);
            warn_of_origins(&arguments.allow_control_origin);
        }
        tokio::select! {
            _ = interrupt.recv() => Ok(()),
            _ = terminate.recv() => Ok(()),
        }
    })
}

fn announce(emulator: &Emulator, json: bool) {
    let (demo, oos, control) = (emulator.demo(), emulator.oos(), emulator.control());
    if json {
        println!("{}", json!({ "ready": true, "demo": demo, "oos": oos, "control": control }));
    } else {
        println!("Demo page  {demo}/");
        println!("OOS        {oos}");
        println!("Control    {control}");
        println!("Press Ctrl-C to stop.");
    }
}

fn warn_of_origins(origins: &[AllowedOrigin]) {
    for origin in origins {
        eprintln!("Pages of {origin} can read the log and change everything. Allow test pages only.");
    }
}

fn warn_of_missing(folders: [&PathBuf; 2]) {
    for folder in folders.into_iter().filter(|folder| !folder.is_dir()) {
        eprintln!(
            "There is no folder {} here. Start the emulator in the project's folder, or pass --www and --pkg.",
            folder.display()
        );
    }
}
