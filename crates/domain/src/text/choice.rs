//! A closed list of things to choose from: the code is stored and sent by forms, the title is shown.

/// Makes an enum out of `Variant = "code", "中文";` lines, with `ALL`, `code()`, `title()` and `parse(code)`.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $variant:ident = $code:literal, $title:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$item_doc])* #[serde(rename = $code)] $variant,)+ }

        impl $name {
            /// All of them, in the order of the form.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// What forms send and the database stores.
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }

            pub const fn title(self) -> &'static str {
                match self { $($name::$variant => $title),+ }
            }

            /// Reads a code, blanks around it forgiven.
            pub fn parse(code: &str) -> Option<$name> {
                match code.trim() { $($code => Some($name::$variant),)+ _ => None }
            }
        }
    };
}

pub(crate) use choice;
