//! Starting and stopping.

use std::{error::Error, fmt, io, net, path::PathBuf, thread::JoinHandle};

use axum::Router;
use tokio::{
    net::TcpListener,
    runtime::{self, Runtime},
    sync::oneshot,
};

use super::{
    doors::{self, Shared},
    guard::Guard,
    limits::{OOS_CONNECTIONS, OTHER_CONNECTIONS},
    machine::Machine,
    origins::AllowedOrigin,
    serve::serve,
    site,
};
use crate::{service::Service, world::Seeds};

/// What to serve and where. Every port is one of 127.0.0.1; 0 means any free port.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The demo page, on `DEMO_PORT`.
    pub demo_port: u16,
    /// The OOS endpoint, on `OOS_PORT`.
    pub oos_port: u16,
    /// The control interface, on `OOS_CONTROL_PORT`.
    pub control_port: u16,
    /// The folder served at `/` of the demo port.
    pub www: Option<PathBuf>,
    /// The folder served at `/pkg/` of the demo port.
    pub pkg: Option<PathBuf>,
    /// Origins whose pages may use the control interface, beside the demo page's own.
    pub control_origins: Vec<AllowedOrigin>,
    /// What there is at the start and after every reset.
    pub seeds: Seeds,
}

/// A running emulator. It stops when dropped.
#[derive(Debug)]
pub struct Emulator {
    demo: String,
    oos: String,
    control: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// Why there is no emulator.
#[derive(Debug)]
#[non_exhaustive]
pub enum StartError {
    /// A port could not be had.
    Port {
        /// The one asked for.
        port: u16,
        /// The variable that sets it.
        variable: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// There is no thread to run on.
    Thread(io::Error),
}

impl Emulator {
    /// Starts on a thread of its own; when this returns, all three ports answer.
    ///
    /// # Errors
    ///
    /// When a port cannot be had, most often because it is in use.
    pub fn start(options: &Options) -> Result<Self, StartError> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build().map_err(StartError::Thread)?;
        let inside = runtime.enter();
        let (demo_listener, demo_port) = listen(options.demo_port, "DEMO_PORT")?;
        let (oos_listener, oos_port) = listen(options.oos_port, "OOS_PORT")?;
        let (control_listener, control_port) = listen(options.control_port, "OOS_CONTROL_PORT")?;
        drop(inside);
        let [demo, oos, control] = [demo_port, oos_port, control_port].map(|port| format!("http://127.0.0.1:{port}"));
        let service = Shared::new(Service::new(Box::new(Machine::default()), options.seeds.clone()));
        let (www, pkg) = (options.www.as_deref(), options.pkg.as_deref());
        let page_guard = Guard::of_page(demo_port);
        let control_guard = Guard::of_control(control_port, demo_port, &options.control_origins);
        let servers = [
            (demo_listener, site::router(www, pkg, &oos, &control, page_guard), OTHER_CONNECTIONS),
            (oos_listener, doors::oos(service.clone()), OOS_CONNECTIONS),
            (control_listener, doors::control(service, control_guard), OTHER_CONNECTIONS),
        ];
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("oos-emulator".to_owned())
            .spawn(move || run(&runtime, servers, stopped))
            .map_err(StartError::Thread)?;
        Ok(Self { demo, oos, control, stop: Some(stop), thread: Some(thread) })
    }

    /// The origin of the demo page.
    #[must_use]
    pub fn demo(&self) -> &str {
        &self.demo
    }

    /// The origin of the OOS endpoint.
    #[must_use]
    pub fn oos(&self) -> &str {
        &self.oos
    }

    /// The origin of the control interface.
    #[must_use]
    pub fn control(&self) -> &str {
        &self.control
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Returns the port as well, since 0 means any free port.
fn listen(port: u16, variable: &'static str) -> Result<(TcpListener, u16), StartError> {
    let bound = || {
        let listener = net::TcpListener::bind((net::Ipv4Addr::LOCALHOST, port))?;
        listener.set_nonblocking(true)?;
        let port = listener.local_addr()?.port();
        Ok((TcpListener::from_std(listener)?, port))
    };
    bound().map_err(|source| StartError::Port { port, variable, source })
}

fn run(runtime: &Runtime, servers: [(TcpListener, Router, usize); 3], stopped: oneshot::Receiver<()>) {
    runtime.block_on(async {
        for (listener, app, most_connections) in servers {
            tokio::spawn(serve(listener, app, most_connections));
        }
        let _ = stopped.await;
    });
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port { port, variable, source } => {
                let reason = match source.kind() {
                    io::ErrorKind::AddrInUse => "is already in use".to_owned(),
                    _ => format!("cannot be opened ({source})"),
                };
                write!(f, "Port {port} {reason}. Set {variable} to another port, or to 0 for any free port.")
            }
            Self::Thread(source) => write!(f, "The emulator cannot run: {source}."),
        }
    }
}

impl Error for StartError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Port { source, .. } | Self::Thread(source) => Some(source),
        }
    }
}
