//! Which origin is called, and which are trusted.

use super::{Options, limit};
use crate::protocol::endpoint::{Endpoint, Network};
use crate::protocol::problem::ProblemCode;
use crate::web::read::Reader;

pub(super) fn target(reader: &mut Reader, options: &Options) -> Option<(Endpoint, Option<String>)> {
    let networks = [("public", Network::Public), ("vpc", Network::Vpc)];
    let network = reader.choice("network", options.network(), networks);
    let region = reader.optional("regionId", options.region_id());
    let origin = reader.optional("endpoint", options.endpoint());
    let region_id = match &region {
        Some(value) => Some(reader.text("regionId", value, limit::ORIGIN)?),
        None => None,
    };
    let Some(origin) = origin else {
        let Some(region_id) = region_id else {
            reader.reject(
                "regionId",
                ProblemCode::MissingOption,
                "is missing, and so is an endpoint: one of them is needed",
            );
            return None;
        };
        let endpoint = Endpoint::regional(&region_id, network);
        if endpoint.is_none() {
            reader.reject(
                "regionId",
                ProblemCode::Malformed,
                "must have the shape of a region id, such as cn-hangzhou",
            );
        }
        return endpoint.map(|endpoint| (endpoint, Some(region_id)));
    };
    let text = reader.text("endpoint", &origin, limit::ORIGIN)?;
    endpoint_from(reader, "endpoint", &text).map(|endpoint| (endpoint, region_id))
}

fn endpoint_from(reader: &mut Reader, name: &str, text: &str) -> Option<Endpoint> {
    match Endpoint::parse(text) {
        Ok(endpoint) => Some(endpoint),
        Err(error) => {
            reader.reject(name, ProblemCode::Malformed, error.message());
            None
        }
    }
}

pub(super) fn allowed_origins(reader: &mut Reader, options: &Options) -> Vec<Endpoint> {
    const NAME: &str = "allowedOrigins";
    let values = reader.list(NAME, options.allowed_origins(), limit::ORIGINS);
    let origins = values.iter().filter_map(|value| {
        let text = reader.text(NAME, value, limit::ORIGIN)?;
        endpoint_from(reader, NAME, &text)
    });
    origins.collect()
}
