//! CORS as recorded: the two headers on every answer since October 2023 [O], and for preflights,
//! of which no record exists, the list that ordinary answers carried in 2022 [O] as a guess [I].

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header};

use super::call::Call;
use crate::settings::Preflight;

const METHODS_2022: &str = "POST, GET, OPTIONS, PUT, DELETE";
const HEADERS_2022: &str = "X-Requested-With, X-Sequence, _aop_secret, _aop_signature, \
     x-acs-action, x-acs-version, x-acs-date, Content-Type";
const MAX_AGE_2022: &str = "172800";
const ANY: HeaderValue = HeaderValue::from_static("*");

pub(crate) fn open(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, ANY);
}

pub(crate) fn close(headers: &mut HeaderMap) {
    headers.remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    headers.remove(header::ACCESS_CONTROL_EXPOSE_HEADERS);
}

pub(crate) fn preflight(call: &Call, policy: Preflight) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    let headers = response.headers_mut();
    let mut echo = |asked, allowed| {
        if let Some(value) = call.headers.get(asked) {
            headers.insert(allowed, value.clone());
        }
    };
    match policy {
        Preflight::Strict => {
            open(headers);
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS_2022));
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(HEADERS_2022));
            headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE_2022));
        }
        Preflight::Echo => {
            echo(header::ACCESS_CONTROL_REQUEST_METHOD, header::ACCESS_CONTROL_ALLOW_METHODS);
            echo(header::ACCESS_CONTROL_REQUEST_HEADERS, header::ACCESS_CONTROL_ALLOW_HEADERS);
            open(headers);
        }
        Preflight::Refused => *response.status_mut() = StatusCode::FORBIDDEN,
    }
    response
}
