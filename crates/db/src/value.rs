//! One value, in or out of a statement. How each engine writes and reads it stands beside the engine.

/// A bound parameter or a column. Only these five kinds exist: JSON is text, time is an integer, money is an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Val<'a> {
    /// SQL NULL.
    Null,
    /// BIGINT.
    Int(i64),
    /// BOOLEAN on PostgreSQL, 0 or 1 on SQLite.
    Bool(bool),
    /// TEXT, UTF-8.
    Text(&'a str),
    /// BYTEA or BLOB.
    Bytes(&'a [u8]),
}

/// The parameters of a statement: `p![id, name]` is a `&[Val]`, without allocation.
#[macro_export]
macro_rules! p {
    ($($value:expr),* $(,)?) => { &[$($crate::Val::from($value)),*] };
}

impl From<i64> for Val<'_> {
    fn from(v: i64) -> Self {
        Val::Int(v)
    }
}

impl From<bool> for Val<'_> {
    fn from(v: bool) -> Self {
        Val::Bool(v)
    }
}

impl<'a> From<&'a str> for Val<'a> {
    fn from(v: &'a str) -> Self {
        Val::Text(v)
    }
}

impl<'a> From<&'a String> for Val<'a> {
    fn from(v: &'a String) -> Self {
        Val::Text(v)
    }
}

impl<'a> From<&'a [u8]> for Val<'a> {
    fn from(v: &'a [u8]) -> Self {
        Val::Bytes(v)
    }
}

impl<'a> From<&'a Vec<u8>> for Val<'a> {
    fn from(v: &'a Vec<u8>) -> Self {
        Val::Bytes(v)
    }
}

impl<'a, const N: usize> From<&'a [u8; N]> for Val<'a> {
    fn from(v: &'a [u8; N]) -> Self {
        Val::Bytes(v)
    }
}

impl<'a, T: Into<Val<'a>>> From<Option<T>> for Val<'a> {
    fn from(v: Option<T>) -> Self {
        v.map_or(Val::Null, Into::into)
    }
}

impl<'a> From<&'a Option<String>> for Val<'a> {
    fn from(v: &'a Option<String>) -> Self {
        v.as_deref().into()
    }
}

/// A type that a column can be read as. `None` means that the column holds another kind.
pub trait Col<'a>: Sized {
    fn col(v: Val<'a>) -> Option<Self>;
}

impl<'a> Col<'a> for i64 {
    fn col(v: Val<'a>) -> Option<Self> {
        if let Val::Int(i) = v { Some(i) } else { None }
    }
}

impl<'a> Col<'a> for bool {
    fn col(v: Val<'a>) -> Option<Self> {
        match v {
            Val::Bool(b) => Some(b),
            Val::Int(0) => Some(false),
            Val::Int(1) => Some(true),
            _ => None,
        }
    }
}

impl<'a> Col<'a> for &'a str {
    fn col(v: Val<'a>) -> Option<Self> {
        if let Val::Text(s) = v { Some(s) } else { None }
    }
}

impl<'a> Col<'a> for String {
    fn col(v: Val<'a>) -> Option<Self> {
        <&str>::col(v).map(str::to_owned)
    }
}

impl<'a> Col<'a> for Vec<u8> {
    fn col(v: Val<'a>) -> Option<Self> {
        if let Val::Bytes(b) = v { Some(b.to_vec()) } else { None }
    }
}

impl<'a, T: Col<'a>> Col<'a> for Option<T> {
    fn col(v: Val<'a>) -> Option<Self> {
        if v == Val::Null { Some(None) } else { T::col(v).map(Some) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_argument_becomes_its_value() {
        let (text, bytes, absent) = (String::from("a"), vec![1_u8], None::<String>);
        let all: &[Val] = crate::p![7, true, "b", &text, &bytes, &[2_u8; 2], &absent, Some(3), None::<&str>];
        assert_eq!(
            all,
            [
                Val::Int(7),
                Val::Bool(true),
                Val::Text("b"),
                Val::Text("a"),
                Val::Bytes(&[1]),
                Val::Bytes(&[2, 2]),
                Val::Null,
                Val::Int(3),
                Val::Null
            ]
        );
    }

    #[test]
    fn a_column_of_another_kind_is_not_converted() {
        assert_eq!(i64::col(Val::Text("1")), None);
        assert_eq!(bool::col(Val::Int(2)), None);
        assert_eq!(String::col(Val::Null), None);
        assert_eq!(Option::<String>::col(Val::Null), Some(None));
        assert_eq!(bool::col(Val::Int(1)), Some(true));
    }
}
