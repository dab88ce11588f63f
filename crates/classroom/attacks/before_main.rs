//! Runs before main does.

#[unsafe(link_section = ".init_array")]
#[used]
static FIRST: extern "C" fn() = first;
extern "C" fn first() {
    println!("GOT a function before main");
    std::process::exit(0);
}

fn attack() {}
