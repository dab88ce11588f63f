story: two sockets, one after the other

socket()
socket()
