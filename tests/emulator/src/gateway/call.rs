//! One request as the gateway sees it: where it goes, and the parameters from query and form together.

use std::collections::BTreeMap;

use axum::{
    body::to_bytes,
    extract::Request,
    http::{HeaderMap, Method, header},
};
use serde::Serialize;

const LARGEST_BODY: usize = 1 << 20;

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
    pub(crate) repeated: Option<String>,
    pub(crate) placement: Option<Placement>,
}

impl Call {
    pub(crate) async fn read(request: Request) -> Self {
        let (head, body) = request.into_parts();
        let is_form = head.method == Method::POST
            && header_text(&head.headers, header::CONTENT_TYPE)
                .is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded"));
        let form = if is_form { to_bytes(body, LARGEST_BODY).await.unwrap_or_default() } else { Default::default() };
        let query = head.uri.query().unwrap_or_default().as_bytes();
        Self::new(head.method, head.uri.path(), head.headers, query, &form)
    }

    pub(crate) fn new(method: Method, path: &str, headers: HeaderMap, query: &[u8], form: &[u8]) -> Self {
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
        Self { method, path: path.to_owned(), headers, parameters, repeated, placement }
    }

    /// An empty value counts as none, as in the gateway's "is mandatory" checks [I].
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    pub(crate) fn host(&self) -> &str {
        header_text(&self.headers, header::HOST).unwrap_or_default()
    }

    pub(crate) fn content_type(&self) -> Option<&str> {
        header_text(&self.headers, header::CONTENT_TYPE)
    }
}

fn header_text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
