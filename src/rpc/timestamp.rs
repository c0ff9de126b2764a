//! Points in time with a precision of seconds, in the form of the Timestamp parameter: `YYYY-MM-DDThh:mm:ssZ`, in UTC.
//!
//! Own code: the date crates are large.

use std::time::SystemTime;

use super::text::split_once;

/// Seconds since 1970-01-01T00:00:00Z, within the years 1970 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

const LAST: i64 = 253_402_300_799; // 9999-12-31T23:59:59Z
const DAY: i64 = 86_400;

#[cfg(feature = "serde")]
impl serde::Serialize for Timestamp {
    /// Writes the form of the Timestamp parameter.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl Timestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self(0);

    /// Creates a timestamp from seconds since 1970; `None` outside the years 1970 to 9999.
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        (0..=LAST).contains(&seconds).then_some(Self(seconds))
    }

    /// Returns the seconds since 1970.
    #[must_use]
    pub const fn unix_seconds(self) -> i64 {
        self.0
    }

    /// Adds `seconds`, saturating at the years 1970 and 9999.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds).clamp(0, LAST))
    }

    /// Parses exactly the form of the Timestamp parameter.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fields = text.strip_suffix('Z')?;
        Self::parse_fields(fields.as_bytes())
    }

    /// Parses the form of the Timestamp parameter with any number of decimals, which are dropped: ISO 8601 in UTC.
    #[must_use]
    pub fn parse_lenient(text: &str) -> Option<Self> {
        let fields = text.strip_suffix('Z')?;
        match split_once(fields, ".") {
            None => Self::parse_fields(fields.as_bytes()),
            Some((whole, decimals)) => {
                let digits = !decimals.is_empty() && decimals.bytes().all(|byte| byte.is_ascii_digit());
                digits.then(|| Self::parse_fields(whole.as_bytes())).flatten()
            }
        }
    }

    /// Parses an HTTP date in the one form that servers send: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, 5.6.7).
    #[must_use]
    pub fn parse_http_date(text: &str) -> Option<Self> {
        const MONTHS: [&[u8; 3]; 12] =
            [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
        let (_weekday, rest) = split_once(text, ", ")?;
        let fields = rest.strip_suffix(" GMT")?.as_bytes();
        let &[d1, d2, b' ', m1, m2, m3, b' ', y1, y2, y3, y4, b' ', h1, h2, b':', n1, n2, b':', s1, s2] = fields else {
            return None;
        };
        let month = MONTHS.iter().zip(1u8..).find(|(name, _)| ***name == [m1, m2, m3])?.1;
        let (o1, o2) = (b'0' + month / 10, b'0' + month % 10);
        Self::parse_fields(&[y1, y2, y3, y4, b'-', o1, o2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2])
    }

    fn parse_fields(text: &[u8]) -> Option<Self> {
        let &[y1, y2, y3, y4, b'-', o1, o2, b'-', d1, d2, b'T', h1, h2, b':', m1, m2, b':', s1, s2] = text else {
            return None;
        };
        let year = number(&[y1, y2, y3, y4])?;
        let month = number(&[o1, o2])?;
        let day = number(&[d1, d2])?;
        let (hour, minute, second) = (number(&[h1, h2])?, number(&[m1, m2])?, number(&[s1, s2])?);
        if !(1..=12).contains(&month) || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let days = days_from_civil(year, month, day);
        let real = civil_from_days(days) == (year, month, day); // 31 April does not exist
        real.then(|| Self::from_unix_seconds(days * DAY + hour * 3600 + minute * 60 + second)).flatten()
    }

    /// Formats the time as the Timestamp parameter.
    #[must_use]
    pub(crate) fn text(self) -> String {
        let (year, month, day) = civil_from_days(self.0 / DAY);
        let second = self.0 % DAY;
        let (hour, minute) = (second / 3600, second / 60 % 60);
        let fields = [year / 100, year % 100, month, day, hour, minute, second % 60];
        let mut text = *b"0000-00-00T00:00:00Z";
        for (place, value) in [0, 2, 5, 8, 11, 14, 17].into_iter().zip(fields) {
            if let Some([tens, ones]) = text.get_mut(place..place + 2) {
                *tens += (value / 10) as u8;
                *ones += (value % 10) as u8;
            }
        }
        str::from_utf8(&text).unwrap_or_default().to_owned()
    }
}

/// The error for a text that is not of the form of the Timestamp parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidTimestamp;

impl std::fmt::Display for InvalidTimestamp {
    /// Writes a whole sentence.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("The time must be a valid one of the form YYYY-MM-DDThh:mm:ssZ.")
    }
}

impl std::error::Error for InvalidTimestamp {}

impl std::str::FromStr for Timestamp {
    type Err = InvalidTimestamp;

    /// Reads a time as [`Timestamp::parse`] does.
    fn from_str(text: &str) -> Result<Self, InvalidTimestamp> {
        Self::parse(text).ok_or(InvalidTimestamp)
    }
}

impl From<SystemTime> for Timestamp {
    /// Drops fractions of a second, and saturates at the years 1970 and 9999.
    fn from(time: SystemTime) -> Self {
        let since_1970 = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Self::EPOCH.plus_seconds(i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX))
    }
}

impl std::fmt::Display for Timestamp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text())
    }
}

fn number(digits: &[u8]) -> Option<i64> {
    digits.iter().try_fold(0, |value, digit| digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0')))
}

// The proleptic Gregorian calendar counted in years that begin on the first of March, so that the leap day comes last.
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + day_of_year - 719_468
}

const fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let day_of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year + if month <= 2 { 1 } else { 0 }, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_range_survives_the_round_trip() {
        // Each of the first 400 years, after which the calendar repeats itself; of the others one in a week.
        for day in (0..146_097).chain((146_097..=LAST / DAY).step_by(7)) {
            let time = Timestamp::from_unix_seconds(day * DAY + 45_296).unwrap();
            assert_eq!(Timestamp::parse(&time.to_string()), Some(time));
        }
    }

    #[test]
    fn formatting_matches_the_documents() {
        let time = Timestamp::from_unix_seconds(1_456_231_584).unwrap();
        assert_eq!(time.to_string(), "2016-02-23T12:46:24Z");
        assert_eq!(Timestamp(LAST).to_string(), "9999-12-31T23:59:59Z");
        assert_eq!(Timestamp::from_unix_seconds(-1), None);
        assert_eq!(Timestamp::from_unix_seconds(LAST + 1), None);
    }

    #[test]
    fn http_dates_are_parsed() {
        let time = Timestamp::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        assert_eq!(time.to_string(), "1994-11-06T08:49:37Z");
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        for (name, month) in months.iter().zip(1..) {
            let time = Timestamp::parse_http_date(&format!("Sun, 06 {name} 1994 23:59:59 GMT")).unwrap();
            assert_eq!(time.to_string(), format!("1994-{month:02}-06T23:59:59Z"));
        }
        for text in [
            "",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37",
            "Sun, 31 Feb 1994 08:49:37 GMT",
            "Sun, 06 Nox 1994 08:49:37 GMT",
        ] {
            assert_eq!(Timestamp::parse_http_date(text), None, "{text}");
        }
    }

    #[test]
    fn texts_and_system_time_are_converted() {
        use std::time::Duration;

        assert_eq!("2016-02-23T12:46:24Z".parse(), Ok(Timestamp(1_456_231_584)));
        let error = "today".parse::<Timestamp>().unwrap_err();
        assert!(error.to_string().ends_with("YYYY-MM-DDThh:mm:ssZ."), "{error}");
        let (at, epoch) = (Duration::from_millis(1_456_231_584_999), SystemTime::UNIX_EPOCH);
        assert_eq!(Timestamp::from(epoch + at), Timestamp(1_456_231_584));
        assert_eq!(Timestamp::from(epoch - at), Timestamp::EPOCH);
        assert_eq!(Timestamp::from(epoch + Duration::from_secs(LAST.unsigned_abs() + 1)), Timestamp(LAST));
    }

    #[test]
    fn other_forms_are_refused() {
        for text in [
            "",
            "Z",
            "2016-02-23T12:46:24",
            "2016-02-23 12:46:24Z",
            "2016-02-30T12:46:24Z",
            "2015-02-29T00:00:00Z",
            "2016-13-01T00:00:00Z",
            "2016-00-01T00:00:00Z",
            "2016-01-00T00:00:00Z",
            "2016-02-23T24:00:00Z",
            "2016-02-23T23:60:00Z",
            "2016-02-23T23:59:60Z",
            "2016-02-23T12:46:24+08:00",
            "2016-02-23t12:46:24z",
            "1969-12-31T23:59:59Z",
            "２016-02-23T12:46:24Z",
        ] {
            assert_eq!(Timestamp::parse_lenient(text), None, "{text:?}");
        }
        assert_eq!(Timestamp::parse("2016-02-23T12:46:24.000Z"), None);
        assert!(Timestamp::parse_lenient("2016-02-29T12:46:24.999Z").is_some());
        assert_eq!(Timestamp::parse_lenient("2016-02-23T12:46:24.Z"), None);
    }
}
