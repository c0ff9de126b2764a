//! One request from its arrival to its response.

use http::{HeaderValue, Response, StatusCode, header};
use jiff::Timestamp;

use super::{
    answer::{Answer, Fields},
    call::Call,
    checks::admit,
    refusal::Refusal,
};
use crate::{oos, settings::TokenFamily, world::World};

/// A request that is being processed.
#[derive(Debug)]
pub(crate) struct Exchange<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) call: &'a Call,
    pub(crate) seq: u64,
}

impl Exchange<'_> {
    fn now(&self, clock_offset_seconds: i64) -> Timestamp {
        self.world.shown_now(clock_offset_seconds)
    }

    /// Checks the request and executes its action.
    pub(crate) fn perform(&mut self, clock_offset_seconds: i64) -> Result<Fields, Refusal> {
        let now = self.now(clock_offset_seconds);
        let action = admit(self.world, self.call, now)?;
        let fields = oos::perform(action, self.world, self.call)?;
        self.world.log.processed(self.seq, &fields);
        Ok(fields)
    }

    pub(crate) fn process(&mut self, clock_offset_seconds: i64) -> Answer {
        let result = self.perform(clock_offset_seconds);
        self.answer(result, clock_offset_seconds)
    }

    pub(crate) fn answer(&mut self, result: Result<Fields, Refusal>, clock_offset_seconds: i64) -> Answer {
        let ids = [self.world.uuid(), self.world.uuid()];
        Answer::new(self.call, result, self.now(clock_offset_seconds), ids)
    }

    pub(crate) fn refuse(&mut self, refusal: Refusal) -> Answer {
        self.answer(Err(refusal), 0)
    }

    /// An answer that is not OOS's.
    pub(crate) fn foreign(&self, status: u16) -> Answer {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
        Answer::bare(status, self.now(0))
    }

    pub(crate) fn token_family(&self) -> TokenFamily {
        self.world.settings.token_family
    }
}

pub(crate) fn close<T>(response: &mut Response<T>) {
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
}
