//! Cancels an execution without a browser. The client layer executes the call, with its retries and its outcome; this file
//! implements the host that it needs.
//!
//! `cargo run -p oos-cancel-examples --bin cancel -- exec-8a2aaf460fdf47c6b5ef`, to OOS in `cn-hangzhou` or to `OOS_ENDPOINT`.

use std::convert::Infallible;
use std::env;
use std::error::Error;
use std::future::Ready;
use std::io::ErrorKind;
use std::rc::Rc;
use std::time::{Duration, Instant};

use oos_cancel::client::attempt::Attempt;
use oos_cancel::client::clock::ClockOffset;
use oos_cancel::client::credentials::{CredentialsSource, Provided, Provider, ProviderError};
use oos_cancel::client::retry::RetryPolicy;
use oos_cancel::client::{
    Client, Clock, Entropy, Headers, Interruption, InterruptionKind, Observer, Reply, Request, RequestStyle, Transport,
    TransportError, TransportErrorKind, Wait,
};
use oos_cancel::rpc::endpoint::Endpoint;
use oos_cancel::rpc::response::{Body, BodyFault, Value};
use oos_cancel::rpc::signature::Method;
use oos_cancel::rpc::timestamp::Timestamp;

const DEADLINE: Duration = Duration::from_secs(10);
const MAX_BODY_LENGTH: u64 = 65_536;

/// The host. It blocks while it sends and waits, since it has nothing else to do.
struct Machine {
    started: Instant,
}

impl Clock for Machine {
    fn now(&self) -> Timestamp {
        oos_cancel_examples::now()
    }

    fn monotonic_ms(&self) -> f64 {
        self.started.elapsed().as_secs_f64() * 1000.0
    }
}

impl Entropy for Machine {
    fn random(&self) -> Option<[u8; 16]> {
        Some(uuid::Uuid::new_v4().into_bytes())
    }
}

impl Observer for Machine {
    fn observe(&self, attempt: &Attempt) {
        eprintln!("attempt {}: {}", attempt.number, attempt.code.as_deref().unwrap_or("accepted"));
    }
}

impl Wait for Machine {
    type Cause = Rc<ureq::Error>;

    async fn sleep(&self, milliseconds: f64) -> Result<(), Interruption<Self::Cause>> {
        std::thread::sleep(Duration::from_secs_f64(milliseconds / 1000.0));
        Ok(())
    }

    async fn wait_for<F: Future>(&self, future: F) -> Result<F::Output, Interruption<Self::Cause>> {
        Ok(future.await)
    }
}

impl Transport for Machine {
    async fn send(&self, request: Request) -> Result<Reply, TransportError<Self::Cause>> {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(DEADLINE.saturating_sub(self.started.elapsed())))
            .build()
            .into();
        let url = request.url.as_str();
        let answer = match (request.method, &request.form) {
            (Method::Get, _) => agent.get(url).call(),
            (Method::Post, None) => agent.post(url).send_empty(),
            (Method::Post, Some(form)) => {
                agent.post(url).content_type("application/x-www-form-urlencoded").send(form.as_str())
            }
        };
        let mut answer = answer.map_err(no_answer)?;
        let header = |name: &str| answer.headers().get(name)?.to_str().ok().map(str::to_owned);
        let headers = Headers {
            date: header("date"),
            retry_after: header("retry-after"),
            acs_retry_after: header("x-acs-retry-after"),
        };
        let body = match answer.body_mut().with_config().limit(MAX_BODY_LENGTH).read_to_string() {
            Ok(text) => read(&text),
            Err(error @ ureq::Error::Timeout(_)) => return Err(no_answer(error)),
            Err(ureq::Error::BodyExceedsLimit(_)) => Body::Unreadable(BodyFault::BodyTooLarge),
            Err(_) => Body::Unreadable(BodyFault::BodyCutOff),
        };
        Ok(Reply { http_status: answer.status().as_u16(), headers, body })
    }
}

fn no_answer(error: ureq::Error) -> TransportError<Rc<ureq::Error>> {
    let kind = match error {
        ureq::Error::Timeout(_) => TransportErrorKind::Interrupted(InterruptionKind::Deadline),
        _ => TransportErrorKind::Network,
    };
    let never_left = match &error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => true,
        ureq::Error::Io(io) => io.kind() == ErrorKind::ConnectionRefused,
        _ => false,
    };
    TransportError { kind, may_be_sent: !never_left, cause: Rc::new(error), hint: None }
}

fn read(text: &str) -> Body {
    let text = text.trim_start_matches('\u{feff}');
    if text.is_empty() {
        return Body::Unreadable(BodyFault::EmptyBody);
    }
    match serde_json::from_str(text) {
        Ok(serde_json::Value::Object(object)) => Body::Object(members(object, 2)),
        Ok(_) => Body::Unreadable(BodyFault::WrongShape),
        Err(_) => Body::Text(text.to_owned()),
    }
}

fn members(object: serde_json::Map<String, serde_json::Value>, levels: u8) -> Vec<(String, Value)> {
    let value = |value| match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(value) => Value::Bool(value),
        serde_json::Value::Number(value) => value.as_f64().map_or(Value::Other, Value::Number),
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Object(object) if levels > 1 => Value::Object(members(object, levels - 1)),
        serde_json::Value::Object(_) | serde_json::Value::Array(_) => Value::Other,
    };
    object.into_iter().map(|(name, member)| (name, value(member))).collect()
}

/// A provider that is never called, since the credentials are static.
struct Nobody(Infallible);

impl Provider for Nobody {
    type Cause = Rc<ureq::Error>;
    type Pending = Ready<Result<Provided, ProviderError<Self::Cause>>>;

    fn call(&self) -> Self::Pending {
        match self.0 {}
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let execution_id = env::args().nth(1).ok_or("Which execution?")?;
    let origin = env::var("OOS_ENDPOINT").unwrap_or_else(|_| "https://oos.cn-hangzhou.aliyuncs.com".to_owned());
    let client: Client<Nobody> = Client {
        endpoint: Endpoint::parse(&origin).map_err(|invalid| format!("OOS_ENDPOINT {}.", invalid.message()))?,
        region_id: None,
        credentials: CredentialsSource::Static(Rc::new(oos_cancel_examples::credentials()?)),
        request_style: RequestStyle::Query,
        method: Method::Post,
        retry: RetryPolicy::default(),
        clock: ClockOffset::default(),
    };
    let machine = Machine { started: Instant::now() };
    match client.cancel_execution(&machine, &execution_id, DEADLINE.as_secs_f64() * 1000.0).await {
        Ok(accepted) => {
            println!("accepted, RequestId {}", accepted.request_id);
            Ok(())
        }
        Err(failure) => Err(format!(
            "{}, outcome {}, remedy {}",
            failure.kind.code(),
            failure.outcome.as_str(),
            failure.kind.remedy().as_str()
        )
        .into()),
    }
}
