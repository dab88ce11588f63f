//! Has assembly in it.

std::arch::global_asm!(".globl main", "main:", "xor %edi, %edi", options(att_syntax));

fn attack() {
    println!("GOT assembly");
}
