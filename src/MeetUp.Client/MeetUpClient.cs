namespace MeetUp.Client;
