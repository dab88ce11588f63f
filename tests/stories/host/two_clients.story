// Two clients, both at port 1025. Each hears what is for it.
story: two clients reach the host, both from port 1025
addresses: 198.18.203.1

socket()
bind(3, 198.18.203.1:80)
listen(3, 5)
SYN 198.18.203.153:1025 → 198.18.203.1:80 window 65535, finds #1
SYN 198.18.203.86:1025 → 198.18.203.1:80 window 32000, finds #1
ACK 198.18.203.86:1025 → 198.18.203.1:80 seq 1 ack 1 window 32000, finds #3
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535, finds #2
accept(3)
accept(3)
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1 ack 1 window 65535 "from 153", finds #2
ACK 198.18.203.86:1025 → 198.18.203.1:80 seq 1 ack 1 window 32000 "from 86", finds #3
recv(4, 100)
recv(5, 100)
send(4, "for 86")
#3 may send
send(5, "for 153")
#2 may send
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 9 ack 8 window 65535, finds #2
ACK 198.18.203.86:1025 → 198.18.203.1:80 seq 8 ack 7 window 32000, finds #3
