//! One request from its arrival to its answer.

use axum::{
    Extension, Router,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::Response,
};
use jiff::Timestamp;

use super::{answer::Answer, call::Call, checks::admit, cors, refusal::Refusal};
use crate::{
    clock::shifted,
    faults::{self, Fault},
    oos,
    serve::Hangup,
    settings::TokenFamily,
    world::Shared,
};

pub(crate) fn router(world: Shared) -> Router {
    Router::new().fallback(answer).with_state(world)
}

async fn answer(State(world): State<Shared>, Extension(hangup): Extension<Hangup>, request: Request) -> Response {
    let call = match Call::read(request).await {
        Ok(call) => call,
        Err(status) => return unread(&world, status),
    };
    let keep_alive = world.lock().settings.keep_alive;
    let mut response = if call.method == Method::OPTIONS {
        preflight(&world, &call)
    } else {
        let (exchange, fault) = Exchange::begin(world, hangup, call);
        match fault {
            Some(fault) => faults::apply(exchange, fault).await,
            None => {
                let answer = exchange.process(0);
                exchange.send(answer)
            }
        }
    };
    if !keep_alive {
        close(&mut response);
    }
    response
}

/// Refuses a request that did not arrive whole. The real gateway's form of this is unknown [I].
fn unread(world: &Shared, status: StatusCode) -> Response {
    let mut response = Answer::bare(status, world.lock().clock.now()).into_response();
    close(&mut response);
    response
}

fn close(response: &mut Response) {
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
}

fn preflight(world: &Shared, call: &Call) -> Response {
    let mut world = world.lock();
    let response = cors::preflight(call, world.settings.preflight);
    let seq = world.log.begin(call, None);
    world.log.answered(seq, response.status(), None);
    response
}

pub(crate) struct Exchange {
    world: Shared,
    pub(crate) hangup: Hangup,
    pub(crate) call: Call,
    seq: u64,
}

impl Exchange {
    fn begin(world: Shared, hangup: Hangup, call: Call) -> (Self, Option<Fault>) {
        let (seq, fault) = {
            let mut world = world.lock();
            let fault = world.faults.take(&call);
            let seq = world.log.begin(&call, fault.as_ref().map(|fault| fault.kind.name()));
            (seq, fault)
        };
        (Self { world, hangup, call, seq }, fault)
    }

    fn now(&self, clock_offset_seconds: i64) -> Timestamp {
        shifted(self.world.lock().clock.now(), clock_offset_seconds)
    }

    /// Checks the request and carries its action out.
    pub(crate) fn process(&self, clock_offset_seconds: i64) -> Answer {
        let now = self.now(clock_offset_seconds);
        let result = {
            let mut world = self.world.lock();
            let result =
                admit(&mut world, &self.call, now).and_then(|action| oos::perform(action, &mut world, &self.call, now));
            if result.is_ok() {
                world.log.processed(self.seq);
            }
            result
        };
        Answer::new(&self.call, result, now)
    }

    pub(crate) fn refuse(&self, refusal: Refusal) -> Answer {
        Answer::new(&self.call, Err(refusal), self.now(0))
    }

    /// An answer that is not OOS's.
    pub(crate) fn foreign(&self, status: u16) -> Answer {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
        Answer::bare(status, self.now(0))
    }

    pub(crate) fn token_family(&self) -> TokenFamily {
        self.world.lock().settings.token_family
    }

    pub(crate) fn send(&self, answer: Answer) -> Response {
        self.note(&answer);
        answer.into_response()
    }

    pub(crate) fn note(&self, answer: &Answer) {
        self.world.lock().log.answered(self.seq, answer.status, answer.code.clone());
    }
}
