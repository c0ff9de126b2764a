//! The origin of a call, and the origins that are trusted.

use super::names;
use super::reader::{Form, Name, Options, Reader};
use crate::rpc::endpoint::{Endpoint, Network};
use crate::rpc::limits::{self, Defect};
use crate::rpc::problem::ProblemCode;

const MAX_ORIGINS: u32 = 100;

pub(super) fn target(reader: &mut Reader, options: &Options) -> Option<(Endpoint, Option<String>)> {
    let networks = &[("public", Network::Public), ("vpc", Network::Vpc)];
    let network = reader.choice(options, &names::NETWORK, networks, Network::Public);
    let region = options.get(&names::REGION_ID);
    let origin = options.get(&names::ENDPOINT);
    let region_id = match &region {
        Some(value) => Some(reader.text(options, &names::REGION_ID, value, &Form::REGION_ID)?),
        None => None,
    };
    let Some(origin) = origin else {
        let Some(region_id) = region_id else {
            reader.reject_option(
                options,
                &names::REGION_ID,
                ProblemCode::MissingOption,
                "is missing. Pass it, or an endpoint",
            );
            return None;
        };
        return match Endpoint::regional(&region_id, network) {
            Some(endpoint) => Some((endpoint, Some(region_id))),
            None => {
                reader.reject_defect(options, &names::REGION_ID, limits::UNKNOWN_AREA);
                None
            }
        };
    };
    let text = reader.text(options, &names::ENDPOINT, &origin, &Form::ORIGIN)?;
    let endpoint = endpoint_from(reader, options, &names::ENDPOINT, &text)?;
    if let Some(Err(defect)) = region_id.as_deref().map(|region_id| limits::region_id_at(region_id, &endpoint)) {
        reader.reject_defect(options, &names::REGION_ID, Defect { code: ProblemCode::Conflict, ..defect });
        return None;
    }
    Some((endpoint, region_id))
}

fn endpoint_from(reader: &mut Reader, options: &Options, name: &'static Name, text: &str) -> Option<Endpoint> {
    match Endpoint::parse(text) {
        Ok(endpoint) => Some(endpoint),
        Err(error) => {
            reader.reject_option(options, name, ProblemCode::Malformed, error.message());
            None
        }
    }
}

pub(super) fn allowed_origins(reader: &mut Reader, options: &Options) -> Vec<Endpoint> {
    let name = &names::ALLOWED_ORIGINS;
    let values = reader.list(options, name, MAX_ORIGINS);
    let origins = values.iter().filter_map(|value| {
        let text = reader.text(options, name, value, &Form::ORIGIN)?;
        endpoint_from(reader, options, name, &text)
    });
    origins.collect()
}
