//! The judgement: a request in, a response out, and how a host has to send it. No sockets, no threads, no timers.

use std::time::Duration;

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode};

use crate::{
    control,
    faults::{self, Fault},
    gateway::{Answer, Call, Exchange, close, preflight},
    world::{Host, Seeds, World},
};

/// An emulated OOS, without a network.
///
/// ```
/// use bytes::Bytes;
/// use http::Request;
/// use oos_emulator::{Host, Seeds, Service, Transport};
///
/// #[derive(Debug)]
/// struct Page {
///     now_ms: i64,
///     numbers: u64,
/// }
///
/// impl Host for Page {
///     fn now_ms(&self) -> i64 {
///         self.now_ms
///     }
///     fn random(&mut self) -> u64 {
///         self.numbers += 1;
///         self.numbers
///     }
/// }
///
/// let mut oos = Service::new(Box::new(Page { now_ms: 1_714_979_289_000, numbers: 0 }), Seeds::default());
/// let pending = oos.begin(Request::get("/?Action=ListExecutions").header("host", "localhost").body(Bytes::new())?);
/// // The host waits here for `pending.delay()`.
/// let delivery = oos.finish(pending);
/// oos.sent(&delivery);
/// assert_eq!((delivery.response.status().as_u16(), delivery.transport), (400, Transport::Whole));
/// assert_eq!(oos.control(&Request::get("/requests").body(Bytes::new())?).status(), 200);
/// # Ok::<(), http::Error>(())
/// ```
///
/// Its host calls [`begin`](Self::begin), [`finish`](Self::finish) and [`sent`](Self::sent) in turn for
/// each request to the endpoint, and [`control`](Self::control) for each request to the control interface.
#[derive(Debug)]
pub struct Service {
    world: World,
}

/// A request that was received and is not processed yet.
#[derive(Debug)]
pub struct Pending {
    call: Call,
    seq: u64,
    fault: Option<Fault>,
}

/// A response, and how to send it.
#[derive(Debug)]
pub struct Delivery {
    /// The response, without a `Content-Length`.
    pub response: Response<Bytes>,
    /// What happens to it on the way.
    pub transport: Transport,
    seq: u64,
    code: Option<String>,
}

/// What happens to a response on the way to the client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Nothing.
    Whole,
    /// It is sent after a delay.
    Late(Duration),
    /// Its headers are sent at once, its body after a delay.
    BodyLate(Duration),
    /// Half of its body is sent, then the connection ends.
    Truncated,
    /// Its body is filled up with spaces to so many bytes.
    PaddedTo(usize),
    /// The connection is reset instead.
    Reset,
}

impl Service {
    /// Creates an OOS that has just started.
    #[must_use]
    pub fn new(host: Box<dyn Host>, seeds: Seeds) -> Self {
        Self { world: World::new(host, seeds) }
    }

    /// Receives a request to the endpoint. The host then waits for [`Pending::delay`], and drops the request if its client
    /// is gone meanwhile.
    pub fn begin(&mut self, request: Request<Bytes>) -> Pending {
        let call = Call::read(request);
        let fault = if call.method == Method::OPTIONS { None } else { self.world.take_fault(&call) };
        let now = self.world.now();
        let seq = self.world.log.begin(&call, fault.as_ref().map(|fault| fault.kind.name()), now);
        Pending { call, seq, fault }
    }

    /// Processes a request.
    pub fn finish(&mut self, pending: Pending) -> Delivery {
        let Pending { call, seq, fault } = pending;
        let keep_alive = self.world.settings.keep_alive;
        let (mut response, code, transport) = if call.method == Method::OPTIONS {
            (preflight(&call, self.world.settings.preflight), None, Transport::Whole)
        } else {
            let mut exchange = Exchange { world: &mut self.world, call: &call, seq };
            let (answer, transport) = match fault {
                Some(fault) => faults::apply(&mut exchange, fault),
                None => (exchange.process(0), Transport::Whole),
            };
            let code = answer.code.clone();
            (answer.into_response(), code, transport)
        };
        if !keep_alive {
            close(&mut response);
        }
        Delivery { response, transport, seq, code }
    }

    /// Records that a response is on its way. Of a reset nothing is recorded.
    pub fn sent(&mut self, delivery: &Delivery) {
        if delivery.transport != Transport::Reset {
            let now = self.world.now();
            self.world.log.answered(delivery.seq, delivery.response.status(), delivery.code.clone(), now);
        }
    }

    /// Refuses a request that did not arrive whole. The real gateway's form of this is unknown.
    #[must_use]
    pub fn refuse_unread(&self, status: StatusCode) -> Response<Bytes> {
        let mut response = Answer::bare(status, self.world.shown_now(0)).into_response();
        close(&mut response);
        response
    }

    /// Responds to a request to the control interface. Who may use it is for the host to decide.
    pub fn control(&mut self, request: &Request<Bytes>) -> Response<Bytes> {
        control::respond(&mut self.world, request)
    }
}

impl Pending {
    /// Returns how long to wait before the request is processed.
    #[must_use]
    pub fn delay(&self) -> Duration {
        self.fault.as_ref().map_or(Duration::ZERO, Fault::delay_before)
    }
}
