//! A type that doubles itself.

fn f30() -> impl Sized {
    macro_rules! twice {
        ($e:expr) => {
            ($e, $e)
        };
    }
    twice!(twice!(twice!(twice!(twice!(twice!(twice!(twice!(twice!(twice!(twice!(twice!(
        twice!(twice!(twice!(twice!(twice!(twice!(twice!(twice!(twice!(twice!(1_u8))))))))))
    ))))))))))))
}

fn attack() {}
