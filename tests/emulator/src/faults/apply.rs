//! How each fault damages an exchange.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, StatusCode, header};

use super::{
    kind::{Kind, Moment},
    lists,
    queue::Fault,
};
use crate::{
    gateway::{Answer, Exchange, Refusal, close_to_other_origins, documented},
    service::Transport,
    settings::TokenFamily,
};

pub(crate) fn apply(exchange: &mut Exchange<'_>, fault: Fault) -> (Answer, Transport) {
    if fault.processed {
        exchange.process(0);
    }
    let mut transport = Transport::Whole;
    let answer = match fault.kind {
        Kind::Delay { delay_ms, moment } => {
            let delay = Duration::from_millis(delay_ms);
            match moment {
                Moment::Before => {}
                Moment::Headers => transport = Transport::Late(delay),
                Moment::Body => transport = Transport::BodyLate(delay),
            }
            exchange.process(0)
        }
        Kind::ResetBefore {} => {
            transport = Transport::Reset;
            exchange.foreign(502)
        }
        Kind::ResetAfter {} => {
            transport = Transport::Reset;
            exchange.process(0)
        }
        Kind::Truncated {} => {
            transport = Transport::Truncated;
            exchange.process(0)
        }
        Kind::Huge { bytes } => {
            transport = Transport::PaddedTo(bytes);
            exchange.process(0)
        }
        Kind::Error { code, http_status, message } => refusal(exchange, &code, http_status, message),
        Kind::InternalError {} => refusal(exchange, "InternalError", None, None),
        Kind::Unavailable { retry_after, x_acs_retry_after } => {
            let answer = refusal(exchange, "ServiceUnavailable", None, None);
            with_retry_headers(answer, retry_after, x_acs_retry_after)
        }
        Kind::Throttling { code, http_status, retry_after, x_acs_retry_after } => {
            let answer = refusal(exchange, &code, http_status, None);
            with_retry_headers(answer, retry_after, x_acs_retry_after)
        }
        Kind::TokenExpired {} => {
            let code = match exchange.token_family() {
                TokenFamily::Oos => "ExpiredStsToken",
                TokenFamily::Gateway => "InvalidSecurityToken.Expired",
            };
            refusal(exchange, code, None, None)
        }
        Kind::Html { http_status } => {
            let page = "<!DOCTYPE html><html><head><title>Error</title></head>\
                        <body><h1>The page cannot be shown</h1></body></html>";
            foreign(exchange, http_status, "text/html;charset=utf-8", page)
        }
        Kind::Empty { http_status } => exchange.foreign(http_status),
        Kind::WrongType { body, http_status } => {
            foreign(exchange, http_status, "application/json;charset=utf-8", &body)
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
        ref kind @ (Kind::RepeatedToken {}
        | Kind::EmptyPage {}
        | Kind::OtherShape {}
        | Kind::ItemWithoutId {}
        | Kind::ItemWithoutStatus {}
        | Kind::OtherIdFirst {}
        | Kind::NoTotalCount {}
        | Kind::EmptyToken {}
        | Kind::LargeOutputs { .. }) => {
            let result = exchange.perform(0).map(|mut fields| {
                lists::change(kind, exchange, &mut fields);
                fields
            });
            exchange.answer(result, 0)
        }
    };
    (answer, transport)
}

fn first_half(body: &Bytes) -> Bytes {
    body.slice(..body.len() / 2)
}

fn refusal(exchange: &mut Exchange<'_>, code: &str, http_status: Option<u16>, message: Option<String>) -> Answer {
    let mut refusal = documented(code, exchange.call)
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
fn foreign(exchange: &mut Exchange<'_>, status: u16, content_type: &str, body: &str) -> Answer {
    let mut answer = exchange.foreign(status);
    answer.set(header::CONTENT_TYPE.as_str(), content_type);
    answer.body = Bytes::copy_from_slice(body.as_bytes());
    answer
}
