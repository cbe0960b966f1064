"""Reading a campaign: its plan on the calendar, what units owe and have done, what the office keeps."""
