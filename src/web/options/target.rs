//! Which origin is called, and which are trusted.

use super::{Name, Options, limit};
use crate::protocol::endpoint::{Endpoint, Network};
use crate::protocol::problem::ProblemCode;
use crate::web::read::Reader;

pub(super) fn target(reader: &mut Reader, options: &Options) -> Option<(Endpoint, Option<String>)> {
    let networks = [("public", Network::Public), ("vpc", Network::Vpc)];
    let network = reader.choice(options, Name::Network, networks);
    let region = reader.optional(options, Name::RegionId);
    let origin = reader.optional(options, Name::Endpoint);
    let region_id = match &region {
        Some(value) => Some(reader.text(options, Name::RegionId, value, limit::ORIGIN)?),
        None => None,
    };
    let Some(origin) = origin else {
        let Some(region_id) = region_id else {
            reader.reject_option(
                options,
                Name::RegionId,
                ProblemCode::MissingOption,
                "is missing, and so is an endpoint: one of them is needed",
            );
            return None;
        };
        let endpoint = Endpoint::regional(&region_id, network);
        if endpoint.is_none() {
            reader.reject_option(
                options,
                Name::RegionId,
                ProblemCode::Malformed,
                "must have the shape of a region id, such as cn-hangzhou",
            );
        }
        return endpoint.map(|endpoint| (endpoint, Some(region_id)));
    };
    let text = reader.text(options, Name::Endpoint, &origin, limit::ORIGIN)?;
    endpoint_from(reader, options, Name::Endpoint, &text).map(|endpoint| (endpoint, region_id))
}

fn endpoint_from(reader: &mut Reader, options: &Options, name: Name, text: &str) -> Option<Endpoint> {
    match Endpoint::parse(text) {
        Ok(endpoint) => Some(endpoint),
        Err(error) => {
            reader.reject_option(options, name, ProblemCode::Malformed, error.message());
            None
        }
    }
}

pub(super) fn allowed_origins(reader: &mut Reader, options: &Options) -> Vec<Endpoint> {
    let name = Name::AllowedOrigins;
    let values = reader.list(options, name, limit::ORIGINS);
    let origins = values.iter().filter_map(|value| {
        let text = reader.text(options, name, value, limit::ORIGIN)?;
        endpoint_from(reader, options, name, &text)
    });
    origins.collect()
}
