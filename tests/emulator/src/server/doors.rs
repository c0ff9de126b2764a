//! The OOS port and the control port: HTTP on one side, the service on the other.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use axum::{
    Extension, Router,
    body::{Body, Bytes},
    extract::{Request, State},
    http::{self, HeaderValue, Method, StatusCode, header},
    middleware,
    response::{IntoResponse, Response},
};
use futures_util::{FutureExt, StreamExt, stream};
use tokio::time::sleep;
use tower_http::cors::CorsLayer;

use super::{
    body,
    guard::{self, Guard, Problem},
    serve::Hangup,
};
use crate::service::{Delivery, Service, Transport};

/// Long enough for what was written before to leave the socket.
const FLUSH: Duration = Duration::from_millis(50);

/// The service behind one lock, which is never held while anything is awaited.
#[derive(Debug, Clone)]
pub(super) struct Shared(Arc<Mutex<Service>>);

impl Shared {
    pub(super) fn new(service: Service) -> Self {
        Self(Arc::new(Mutex::new(service)))
    }

    fn lock(&self) -> MutexGuard<'_, Service> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn oos(service: Shared) -> Router {
    Router::new().fallback(answer).with_state(service)
}

pub(super) fn control(service: Shared, guard: Guard) -> Router {
    let cors = CorsLayer::new()
        .allow_origin(guard.cors())
        .allow_methods([Method::GET, Method::POST, Method::DELETE])
        .allow_headers([header::CONTENT_TYPE]);
    Router::new()
        .fallback(answer_control)
        .layer(cors)
        .layer(middleware::from_fn_with_state(guard, guard::admit))
        .with_state(service)
}

/// Reads the body before anything is done, so that a slow one holds nothing up.
async fn whole(request: Request) -> Result<http::Request<Bytes>, StatusCode> {
    let (head, body) = request.into_parts();
    Ok(http::Request::from_parts(head, body::read(body).await?))
}

async fn answer_control(State(service): State<Shared>, request: Request) -> Response {
    match whole(request).await {
        Ok(request) => service.lock().control(&request).map(Body::from),
        Err(status) => {
            let mut response = Problem(status, body::refusal(status).to_owned()).into_response();
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            response
        }
    }
}

async fn answer(State(service): State<Shared>, Extension(hangup): Extension<Hangup>, request: Request) -> Response {
    let request = match whole(request).await {
        Ok(request) => request,
        Err(status) => return service.lock().refuse_unread(status).map(Body::from),
    };
    let pending = service.lock().begin(request);
    let delay = pending.delay();
    if !delay.is_zero() {
        sleep(delay).await;
    }
    let delivery = service.lock().finish(pending);
    match delivery.transport {
        Transport::Reset => match hangup.now().await {},
        Transport::Late(delay) => sleep(delay).await,
        _ => {}
    }
    service.lock().sent(&delivery);
    transmit(delivery)
}

fn transmit(delivery: Delivery) -> Response {
    let Delivery { response, transport, .. } = delivery;
    let (head, bytes) = response.into_parts();
    let mut length = bytes.len();
    let body = match transport {
        Transport::Whole | Transport::Late(_) | Transport::Reset => Body::from(bytes),
        Transport::BodyLate(delay) => Body::from_stream(sleep(delay).map(|()| Ok::<_, io::Error>(bytes)).into_stream()),
        Transport::Truncated => half(&bytes),
        Transport::PaddedTo(size) => {
            length = size.max(length);
            padded(bytes, length)
        }
    };
    let mut response = Response::from_parts(head, body);
    response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
    response
}

/// Half of the body, then the end of the connection.
fn half(bytes: &Bytes) -> Body {
    let half = bytes.slice(..bytes.len() / 2);
    let cut = sleep(FLUSH).map(|()| Err(io::Error::from(io::ErrorKind::ConnectionAborted)));
    Body::from_stream(stream::iter([Ok(half)]).chain(cut.into_stream()))
}

/// Fills the response up with spaces, which are never in memory all at the same time.
fn padded(bytes: Bytes, length: usize) -> Body {
    static SPACES: [u8; 1 << 16] = [b' '; 1 << 16];
    let spaces = stream::unfold(length - bytes.len(), async |left| {
        let chunk = SPACES.get(..left).unwrap_or(&SPACES);
        (left > 0).then(|| (Ok::<_, io::Error>(Bytes::from_static(chunk)), left - chunk.len()))
    });
    Body::from_stream(stream::iter([Ok(bytes)]).chain(spaces))
}
