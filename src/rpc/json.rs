//! A JSON value of a host's own parser, as an operation reads it.

/// A parsed JSON value. A function returns `None` if the value is of another type than the one it reads.
pub trait Json: Sized {
    /// Returns whether the value is `null`.
    fn is_null(&self) -> bool;

    /// Returns whether the value is an object and no array.
    fn is_object(&self) -> bool;

    /// Returns a member of an object that the object has itself.
    fn member(&self, name: &str) -> Option<Self>;

    /// Returns the members that an object has itself, in order.
    fn members(&self) -> Option<Vec<(String, Self)>>;

    /// Returns the elements of an array.
    fn elements(&self) -> Option<Vec<Self>>;

    /// Returns the text of a string.
    fn text(&self) -> Option<String>;

    /// Returns the value of a number.
    fn number(&self) -> Option<f64>;

    /// Returns the value of `true` or `false`.
    fn flag(&self) -> Option<bool>;
}
