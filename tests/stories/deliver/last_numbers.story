story: the last sequence numbers, and the first

SYN 198.18.203.153:1025 → 198.18.203.1:81 seq 4294967294, finds nobody
SYN 198.18.203.153:1025 → 198.18.203.1:81 seq 4294967295, finds nobody
SYN 198.18.203.153:1025 → 198.18.203.1:81 seq 4294967294 "abc", finds nobody
FIN 198.18.203.153:1025 → 198.18.203.1:81 seq 4294967293 "abc", finds nobody
ACK 198.18.203.153:1025 → 198.18.203.1:81 seq 5 ack 4294967295 "abc", finds nobody
ACK 198.18.203.153:1025 → 198.18.203.1:81 seq 5 "abc", finds nobody
