story: segments that belong to nobody

given: nobody listens; one connection, with another client, is there
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.86:1025  fd 4

SYN 198.18.203.153:1025 → 198.18.203.1:80 seq 1000, finds nobody
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1001 ack 7000, finds nobody
ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1001 ack 7000 "GET /", finds nobody
SYN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1000 ack 7000, finds nobody
FIN+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1001 ack 7000, finds nobody
RST 198.18.203.153:1025 → 198.18.203.1:80 seq 1001, finds nobody
RST+ACK 198.18.203.153:1025 → 198.18.203.1:80 seq 1001 ack 7000, finds nobody
FIN 198.18.203.153:1025 → 198.18.203.1:80 seq 1000, finds nobody
FIN 198.18.203.153:1025 → 198.18.203.1:80 seq 1000 "abc", finds nobody
SYN 198.18.203.153:1025 → 198.18.203.1:80 seq 1000 "abc", finds nobody
SYN+FIN 198.18.203.153:1025 → 198.18.203.1:80 seq 1000, finds nobody
