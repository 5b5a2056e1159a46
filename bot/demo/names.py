"""Invented names for the people of the demo authority; nobody has the name of another."""

from bot.demo.cast import CAST
from bot.demo.dice import Dice


def _each(names: str) -> list[str]:
    return names.split()


_FIRST = _each(
    "Abigail Adaeze Aidan Aisha Alison Amara Andrew Angela Anita Annabel Arun Asha Ayo Barbara "
    "Bashir Bridget Callum Carmel Caroline Charlotte Chidi Clare Claudia Craig Daniel Dawn Deepa "
    "Denise Dominic Eilidh Elaine Eleanor Emeka Erin Esther Fatima Fiona Frances Gareth Gemma "
    "Geoffrey Gillian Gurpreet Hamza Harriet Hazel Ines Isaac Jacqueline Jamal Janet Jasmin Jerome "
    "Karen Katya Keeley Kofi Kwame Laila Lewis Lucinda Lydia Magda Marcus Maureen Meera Miriam "
    "Naomi Natalie Nikhil Nuala Olga Oluchi Patrice Pauline Rachel Rehana Rhiannon Robin Rosalind "
    "Sanjay Saskia Shanice Shirin Sian Simone Tabitha Tariq Tendai Una Verity Winston Zainab Zoe"
)

_LAST = _each(
    "Ackerley Adomako Allardice Anstey Applin Arkwell Ashdown Balfrey Bamgbose Barrowby Beckwith "
    "Bellweather Birtles Blakeway Bosworthy Bramhall Brindle Burdock Calloway Carswell Chidgey "
    "Clewlow Copperthwaite Cranwell Dacosta Dalgarno Darwish Dewhurst Dingley Drayson Eastaway "
    "Eccleshall Edevane Ekwueme Fairbrass Farnaby Fenwright Foxley Gaskarth Ghosal Gillow Goodacre "
    "Greenhalgh Gunaratne Hackworth Halloran Harbottle Hazlewood Heskett Hollinrake Ibekwe "
    "Iddon Inskip Jagger Jeavons Jessop Kamara Kershaw Kilbride Kulkarni Lathom Leadbitter "
    "Lindop Lovegrove Maddern Mahbub Mayhew Mellish Merriweather Mossop Nankivell Netherton "
    "Nwachukwu Oakden Ogden Ollerton Osei Padgett Pardoe Penhale Pickersgill Quayle Quennell "
    "Rahmani Ravenhill Rigby Rothwell Salkeld Sandhu Scarisbrick Shufflebotham Skelhorn Stanway "
    "Tattersall Thackray Threlfall Tordoff Udoh Vasquez-Lunn Venables Wadsworth Waghorn Wetherby "
    "Whittaker Winstanley Wolstencroft Yarwood Yeadon Zaman"
)


class NameBook:
    """Gives each person a first and last name that nobody else has."""

    def __init__(self, seed: int) -> None:
        dice = Dice(seed, "names")
        self._first = dice.shuffled(_FIRST)
        self._last = dice.shuffled(_LAST)
        self._given = 0
        self._taken = {member.name for member in CAST}

    def next_name(self) -> str:
        """Walks both lists side by side; their lengths share no factor, so pairs do not recur."""
        while True:
            first = self._first[self._given % len(self._first)]
            last = self._last[self._given % len(self._last)]
            self._given += 1
            if f"{first} {last}" not in self._taken:
                self._taken.add(f"{first} {last}")
                return f"{first} {last}"
