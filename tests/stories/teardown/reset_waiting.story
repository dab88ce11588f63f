story: the client breaks off before anybody has accepted it

given: two connections are queued
  #1  LISTEN       198.18.203.1:80  *:*                  fd 3  queue 2/5: #2 #3
  #2  ESTABLISHED  198.18.203.1:80  198.18.203.153:1025  received "GET /"
  #3  ESTABLISHED  198.18.203.1:80  198.18.203.153:1026

RST 198.18.203.153:1025 → 198.18.203.1:80, finds #2
