"""Which answer each question about staffing has."""

from collections.abc import Callable, Mapping

from bot.grammar import Topic
from bot.questions.answer import Answer
from bot.questions.staffing.agency import answer_agency
from bot.questions.staffing.experience import answer_experience
from bot.questions.staffing.posts import answer_posts
from bot.questions.staffing.setting import StaffingSetting
from bot.questions.staffing.staffing import answer_staffing
from bot.questions.staffing.targets import answer_targets
from bot.questions.staffing.turnover import answer_turnover
from bot.questions.staffing.vacancies import answer_vacancies

STAFFING_ANSWERS: Mapping[Topic, Callable[[StaffingSetting], Answer]] = {
    Topic.STAFFING: answer_staffing,
    Topic.AGENCY: answer_agency,
    Topic.VACANCIES: answer_vacancies,
    Topic.POSTS: answer_posts,
    Topic.TURNOVER: answer_turnover,
    Topic.EXPERIENCE: answer_experience,
    Topic.TARGETS: answer_targets,
}
