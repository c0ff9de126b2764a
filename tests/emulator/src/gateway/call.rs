//! One request as the gateway sees it: where it goes, and the parameters from query and form together.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, header};
use serde::Serialize;

use super::acs3::Authorization;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Placement {
    Query,
    Form,
    Both,
}

#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) parameters: BTreeMap<String, String>,
    /// Those of the parameters that stand in the query.
    pub(crate) query: BTreeMap<String, String>,
    pub(crate) body: Bytes,
    pub(crate) repeated: Option<String>,
    pub(crate) placement: Option<Placement>,
    /// Of a request that is signed by ACS3; without it the signature is a parameter.
    pub(crate) authorization: Option<Authorization>,
}

impl Call {
    pub(crate) fn read(request: Request<Bytes>) -> Self {
        let (head, body) = request.into_parts();
        let query = head.uri.query().unwrap_or_default().as_bytes();
        Self::new(head.method, head.uri.path(), head.headers, query, body)
    }

    pub(crate) fn new(method: Method, path: &str, headers: HeaderMap, query: &[u8], body: Bytes) -> Self {
        let is_form = method == Method::POST
            && header_text(&headers, header::CONTENT_TYPE)
                .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        let form: &[u8] = if is_form { &body } else { &[] };
        let mut parameters = BTreeMap::new();
        let mut repeated = None;
        for (name, value) in form_urlencoded::parse(query).chain(form_urlencoded::parse(form)) {
            let name = name.into_owned();
            if parameters.insert(name.clone(), value.into_owned()).is_some() {
                repeated = repeated.or(Some(name));
            }
        }
        let placement = match (query.is_empty(), form.is_empty()) {
            (false, true) => Some(Placement::Query),
            (true, false) => Some(Placement::Form),
            (false, false) => Some(Placement::Both),
            (true, true) => None,
        };
        let query = form_urlencoded::parse(query).into_owned().collect();
        let authorization = Authorization::read(&headers);
        Self { method, path: path.to_owned(), headers, parameters, query, body, repeated, placement, authorization }
    }

    /// A parameter, or what stands for it in the headers of ACS3. An empty value counts as none, as in the
    /// gateway's "is mandatory" checks [I].
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let value = match self.authorization.as_ref().and_then(|acs3| acs3.common_parameter(name, &self.headers)) {
            Some(value) => value,
            None => self.parameters.get(name).map(String::as_str),
        };
        value.filter(|value| !value.is_empty())
    }

    pub(crate) fn host(&self) -> &str {
        header_text(&self.headers, header::HOST).unwrap_or_default()
    }

    pub(crate) fn content_type(&self) -> Option<&str> {
        header_text(&self.headers, header::CONTENT_TYPE)
    }
}

pub(super) fn header_text(headers: &HeaderMap, name: impl header::AsHeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
