//! How each fault spoils an exchange.

use std::{io, time::Duration};

use axum::{
    body::{Body, Bytes},
    http::{HeaderName, StatusCode, header},
    response::Response,
};
use futures_util::{FutureExt, StreamExt, stream};
use tokio::time::sleep;

use super::{
    kind::{Kind, Moment},
    queue::Fault,
};
use crate::{
    gateway::{Answer, Exchange, Refusal, close_to_other_origins, documented},
    settings::TokenFamily,
};

/// Long enough for what was written before to leave the socket.
const FLUSH: Duration = Duration::from_millis(50);

pub(crate) async fn apply(exchange: Exchange, fault: Fault) -> Response {
    if fault.processed {
        exchange.process(0);
    }
    let answer = match fault.kind {
        Kind::Delay { delay_ms, moment } => {
            return delay(exchange, Duration::from_millis(delay_ms), moment).await;
        }
        Kind::ResetBefore {} => match exchange.hangup.now().await {},
        Kind::ResetAfter {} => {
            exchange.process(0);
            match exchange.hangup.now().await {}
        }
        Kind::Truncated {} => return truncate(exchange),
        Kind::Error { code, http_status, message } => refusal(&exchange, &code, http_status, message),
        Kind::InternalError {} => refusal(&exchange, "InternalError", None, None),
        Kind::Unavailable { retry_after, x_acs_retry_after } => {
            let answer = refusal(&exchange, "ServiceUnavailable", None, None);
            with_retry_headers(answer, retry_after, x_acs_retry_after)
        }
        Kind::Throttling { code, http_status, retry_after, x_acs_retry_after } => {
            let answer = refusal(&exchange, &code, http_status, None);
            with_retry_headers(answer, retry_after, x_acs_retry_after)
        }
        Kind::TokenExpired {} => {
            let code = match exchange.token_family() {
                TokenFamily::Oos => "ExpiredStsToken",
                TokenFamily::Gateway => "InvalidSecurityToken.Expired",
            };
            refusal(&exchange, code, None, None)
        }
        Kind::Html { http_status } => {
            let page = "<!DOCTYPE html><html><head><title>Error</title></head>\
                        <body><h1>The page cannot be shown</h1></body></html>";
            foreign(&exchange, http_status, "text/html;charset=utf-8", page)
        }
        Kind::Empty { http_status } => exchange.foreign(http_status),
        Kind::WrongType { body, http_status } => {
            foreign(&exchange, http_status, "application/json;charset=utf-8", &body)
        }
        Kind::Redirect { location } => {
            let mut answer = exchange.foreign(302);
            answer.set(header::LOCATION.as_str(), &location);
            answer
        }
        Kind::TruncatedJson {} => {
            let mut answer = exchange.process(0);
            answer.body = first_half(&answer.body);
            answer
        }
        Kind::Huge { bytes } => return fill_up(&exchange, bytes),
        Kind::NoCors {} => {
            let mut answer = exchange.process(0);
            close_to_other_origins(&mut answer.headers);
            answer
        }
        Kind::Clock { offset_seconds } => exchange.process(offset_seconds),
        Kind::NoRequestId {} => {
            let mut answer = exchange.process(0);
            answer.body = Bytes::from_static(b"{}");
            answer.headers.remove("x-acs-request-id");
            answer
        }
    };
    exchange.send(answer)
}

async fn delay(exchange: Exchange, delay: Duration, moment: Moment) -> Response {
    if moment == Moment::Before {
        sleep(delay).await;
    }
    let answer = exchange.process(0);
    if moment == Moment::Headers {
        sleep(delay).await;
    }
    if moment != Moment::Body {
        return exchange.send(answer);
    }
    exchange.note(&answer);
    let (body, length) = (answer.body.clone(), answer.body.len());
    let held_back = sleep(delay).map(|()| Ok::<_, io::Error>(body)).into_stream();
    answer.into_response_with(Body::from_stream(held_back), length)
}

/// Half of the body, then the end of the connection.
fn truncate(exchange: Exchange) -> Response {
    let answer = exchange.process(0);
    exchange.note(&answer);
    let (half, length) = (first_half(&answer.body), answer.body.len());
    let cut = sleep(FLUSH).map(|()| Err(io::Error::from(io::ErrorKind::ConnectionAborted)));
    let body = stream::iter([Ok(half)]).chain(cut.into_stream());
    answer.into_response_with(Body::from_stream(body), length)
}

/// Fills the response up with spaces, which are never in memory all at the same time.
fn fill_up(exchange: &Exchange, bytes: usize) -> Response {
    static SPACES: [u8; 1 << 16] = [b' '; 1 << 16];
    let answer = exchange.process(0);
    exchange.note(&answer);
    let body = answer.body.clone();
    let length = bytes.max(body.len());
    let spaces = stream::unfold(length - body.len(), async |left| {
        let chunk = SPACES.get(..left).unwrap_or(&SPACES);
        (left > 0).then(|| (Ok::<_, io::Error>(Bytes::from_static(chunk)), left - chunk.len()))
    });
    answer.into_response_with(Body::from_stream(stream::iter([Ok(body)]).chain(spaces)), length)
}

fn first_half(body: &Bytes) -> Bytes {
    body.slice(..body.len() / 2)
}

fn refusal(exchange: &Exchange, code: &str, http_status: Option<u16>, message: Option<String>) -> Answer {
    let mut refusal = documented(code, &exchange.call)
        .unwrap_or_else(|| Refusal::new(code, 400, "The request was refused.".to_owned()));
    if let Some(status) = http_status.and_then(|status| StatusCode::from_u16(status).ok()) {
        refusal.status = status;
    }
    refusal.message = message.unwrap_or(refusal.message);
    exchange.refuse(refusal)
}

fn with_retry_headers(mut answer: Answer, seconds: Option<u64>, milliseconds: Option<u64>) -> Answer {
    let headers = [(header::RETRY_AFTER, seconds), (HeaderName::from_static("x-acs-retry-after"), milliseconds)];
    for (name, value) in headers {
        if let Some(value) = value {
            answer.set(name.as_str(), &value.to_string());
        }
    }
    answer
}

/// With CORS like all answers, for without it a page could not see this one at all.
fn foreign(exchange: &Exchange, status: u16, content_type: &str, body: &str) -> Answer {
    let mut answer = exchange.foreign(status);
    answer.set(header::CONTENT_TYPE.as_str(), content_type);
    answer.body = Bytes::copy_from_slice(body.as_bytes());
    answer
}
