story: the highest descriptor is closed

socket()
socket()
socket()

given: descriptor 5 is closed
  - #3

socket()
