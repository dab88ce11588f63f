//! A thread for each client.

use socket2::Socket;

use crate::given::{Places, Talk};

/// Serves the clients of a socket that listens, each in a thread of its own.
///
/// For each client
///
/// - it takes a place, and only then accepts the client: while no place is free, the others stay in
///   the queue of `listener`,
/// - the client's thread calls `talk` with the connection. When the talk has ended, however it
///   ended, the connection is closed, the place is free, and the thread has ended.
///
/// It never returns. It goes on serving whatever happens to one client:
///
/// - an error or a panic in its talk ends this talk alone,
/// - if `accept` fails, it is tried again after a short time: EMFILE says that this process can
///   have no more descriptors now, ECONNABORTED that a client has gone,
/// - if no thread can be made, the client's connection is closed.
///
/// Nothing is kept of a client whose talk has ended.
///
/// See accept(2), section ERRORS; pthread_create(3); [`std::thread::Builder`].
pub fn serve(listener: &Socket, places: &Places, talk: Talk) -> ! {
    todo!("a thread for each client: {listener:?}, {places:?}, {talk:?}")
}
