//! A macro that doubles itself.
#![recursion_limit = "1000000"]
macro_rules! double {
    ($($all:tt)*) => { double! { $($all)* $($all)* } };
}
double! { 1 2 3 4 5 6 7 8 }

fn attack() {}
