//! Tables whose keys are declared once: the type, how each key is read, and what an author is told of it.

/// Declares a struct that is read from a table, one line a key:
///
/// ```text
/// shape! {
///     /// What it is.
///     pub struct Params in Scope, beside table: Table {
///         /// What the key means.
///         years: i16,
///         /// A key of another name, read by the value of `table`, with what is read where it is not written.
///         until as "to" (table): Column<When> = "'valid_until'",
///     }
///     agree consistent
/// }
/// ```
///
/// `in Scope` where it is read against fields of a dictionary, `among Tracks` where it names tracks; `beside` where it
/// is part of a table whose own value it is read by; `agree` names a function `fn(&Self, &Keys, &mut Reader) ->
/// Option<()>` that holds the keys against one another. Keys are read in their order, all of them, so that every
/// mistake is told; a key that is read by another is passed over where that one could not be read.
macro_rules! shape {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident in $scope:ident $(, beside $beside:ident: $of:ty)? { $($fields:tt)* }
        $(agree $agree:path)?
    ) => {
        shape! { @struct [$(#[$meta])*] [$vis] $name { $($fields)* } }
        shape! { @impl ['d] [$scope<'d>] [$($beside: $of)?] [$($agree)?] $name { $($fields)* } }
    };
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident among $bound:ident { $($fields:tt)* }
        $(agree $agree:path)?
    ) => {
        shape! { @struct [$(#[$meta])*] [$vis] $name { $($fields)* } }
        shape! { @impl [S: $bound] [S] [] [$($agree)?] $name { $($fields)* } }
    };
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident { $($fields:tt)* }
        $(agree $agree:path)?
    ) => {
        shape! { @struct [$(#[$meta])*] [$vis] $name { $($fields)* } }
        shape! { @impl [S] [S] [] [$($agree)?] $name { $($fields)* } }
    };

    (@struct [$(#[$meta:meta])*] [$vis:vis] $name:ident {
        $( $(#[doc = $doc:literal])* $own:vis $field:ident $(as $key:literal)? $(($from:ident))?: $type:ty $(= $default:literal)? ),* $(,)?
    }) => {
        $(#[$meta])*
        $vis struct $name {
            $( $(#[doc = $doc])* $own $field: $type, )*
        }

        impl $crate::shape::Called for $name {
            fn called() -> $crate::text::Text {
                text!("一个表 {{ … }}", "a table {{ … }}")
            }

            fn keys() -> Vec<$crate::shape::Key> {
                vec![$(
                    $crate::shape::Key {
                        name: shape!(@name $field $($key)?),
                        means: &[$($doc),*],
                        of: shape!(@of $($from)?),
                        default: shape!(@default $($default)?),
                        called: <$type as $crate::shape::Called>::called(),
                        toml_type: <$type as $crate::shape::Called>::toml_type(),
                        optional: <$type as $crate::shape::Called>::OPTIONAL,
                        within: <$type as $crate::shape::Called>::keys(),
                    }
                ),*]
            }
        }
    };

    (@impl [$($generic:tt)*] [$scope:ty] [] [$($agree:path)?] $name:ident { $($fields:tt)* }) => {
        impl<$($generic)*> $crate::shape::Shape<$scope> for $name {
            fn read(
                written: &$crate::shape::Written<'_>,
                reader: &mut $crate::shape::Reader<$scope>,
            ) -> Option<Self> {
                shape! { @read written reader [$($agree)?] $name { $($fields)* } }
            }
        }
    };
    (@impl [$($generic:tt)*] [$scope:ty] [$beside:ident: $of:ty] [$($agree:path)?] $name:ident { $($fields:tt)* }) => {
        impl<$($generic)*> $crate::shape::ShapeOf<$scope, $of> for $name {
            fn read_of(
                of: &$of,
                written: &$crate::shape::Written<'_>,
                reader: &mut $crate::shape::Reader<$scope>,
            ) -> Option<Self> {
                let $beside = Some(*of);
                shape! { @read written reader [$($agree)?] $name { $($fields)* } }
            }
        }
    };

    (@read $written:ident $reader:ident [$($agree:path)?] $name:ident {
        $( $(#[doc = $doc:literal])* $own:vis $field:ident $(as $key:literal)? $(($from:ident))?: $type:ty $(= $default:literal)? ),* $(,)?
    }) => {{
        let keys = $reader.table($written, &[$( shape!(@name $field $($key)?) ),*])?;
        $(
            let $field: Option<$type> = shape! {
                @key $reader keys (shape!(@name $field $($key)?)) [$($from)?] (shape!(@default $($default)?))
            };
        )*
        let read = $name { $( $field: $field?, )* };
        $( $agree(&read, &keys, $reader)?; )?
        Some(read)
    }};

    (@key $reader:ident $keys:ident ($name:expr) [] ($default:expr)) => {
        $reader.key(&$keys, $name, $default)
    };
    (@key $reader:ident $keys:ident ($name:expr) [$from:ident] ($default:expr)) => {
        $from.as_ref().and_then(|of| $reader.key_of(of, &$keys, $name, $default))
    };

    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $key:literal) => { $key };
    (@of) => { None };
    (@of $from:ident) => { Some(stringify!($from)) };
    (@default) => { None };
    (@default $default:literal) => { Some($default) };
}
