//! The error numbers that socket calls return, by the names that errno(3) gives them.

use std::fmt;
use std::str::FromStr;

macro_rules! errnos {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// Why a socket call failed. The names are those of errno(3).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Errno {
            $($(#[$doc])* $name,)*
        }

        impl fmt::Display for Errno {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$name => stringify!($name),)* })
            }
        }

        impl FromStr for Errno {
            type Err = ();

            fn from_str(name: &str) -> Result<Self, ()> {
                match name { $(stringify!($name) => Ok(Self::$name),)* _ => Err(()) }
            }
        }
    };
}

errnos! {
    /// Another socket has this address and port, or no port is left (bind(2), listen(2)).
    EADDRINUSE,
    /// Nothing is there yet; try again (accept(2) on an empty queue, with O_NONBLOCK).
    EAGAIN,
    /// This descriptor is not open.
    EBADF,
    /// The socket is in a state, or the argument has a value, for which the call makes no sense.
    EINVAL,
    /// The process has as many open descriptors as it may have.
    EMFILE,
}

impl std::error::Error for Errno {}
