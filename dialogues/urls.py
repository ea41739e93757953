from django.urls import path

from core.record_views import record_paths
from dialogues import models
from dialogues.views import (
    concerns,
    dialogues,
    follow_ups,
    links,
    lists,
    meetings,
    network,
    rounds,
    topics,
)

app_name = "dialogues"

urlpatterns = [
    path("dialogues/", lists.dialogue_list, name="dialogue_list"),
    path("dialogues/new/", dialogues.dialogue_new, name="dialogue_new"),
    path("dialogues/<slug:slug>/", dialogues.dialogue_detail, name="dialogue_detail"),
    path("dialogues/<slug:slug>/edit/", dialogues.dialogue_edit, name="dialogue_edit"),
    path(
        "dialogues/<slug:slug>/network/",
        network.dialogue_network,
        name="dialogue_network",
    ),
    path(
        "dialogues/<slug:slug>/pairing/",
        network.dialogue_pairing,
        name="dialogue_pairing",
    ),
    path("dialogues/<slug:slug>/rounds/new/", rounds.round_new, name="round_new"),
    path(
        "dialogues/<slug:slug>/priority-topics/new/",
        dialogues.priority_topic_new,
        name="priority_topic_new",
    ),
    path(
        "dialogues/<slug:slug>/working-groups/new/",
        dialogues.working_group_new,
        name="working_group_new",
    ),
    path(
        "priority-topics/<int:pk>/edit/",
        dialogues.priority_topic_edit,
        name="priority_topic_edit",
    ),
    path(
        "working-groups/<int:pk>/edit/",
        dialogues.working_group_edit,
        name="working_group_edit",
    ),
    path("rounds/", lists.round_list, name="round_list"),
    path("rounds/<int:pk>/", rounds.round_detail, name="round_detail"),
    path("rounds/<int:pk>/edit/", rounds.round_edit, name="round_edit"),
    path(
        "rounds/<int:pk>/agenda-items/new/",
        rounds.agenda_item_new,
        name="agenda_item_new",
    ),
    path(
        "agenda-items/<int:pk>/edit/", rounds.agenda_item_edit, name="agenda_item_edit"
    ),
    path("topics/", topics.topic_list, name="topic_list"),
    path("topics/<slug:code>/", topics.topic_detail, name="topic_detail"),
    path("meetings/", lists.meeting_list, name="meeting_list"),
    path("meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", meetings.meeting_detail, name="meeting_detail"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/add/", meetings.meeting_add, name="meeting_add"),
    path(
        "meetings/<int:pk>/minutes/", meetings.meeting_minutes, name="meeting_minutes"
    ),
    path(
        "participations/<int:pk>/edit/",
        meetings.participation_edit,
        name="participation_edit",
    ),
    path("concerns/", lists.concern_list, name="concern_list"),
    path("concerns/new/", concerns.concern_new, name="concern_new"),
    path("concerns/suggest/", meetings.concern_suggest, name="concern_suggest"),
    path("concerns/<int:pk>/", concerns.concern_detail, name="concern_detail"),
    path("concerns/<int:pk>/edit/", concerns.concern_edit, name="concern_edit"),
    path("concerns/<int:pk>/raisings/new/", concerns.raising_new, name="raising_new"),
    path("raisings/<int:pk>/edit/", concerns.raising_edit, name="raising_edit"),
    path("raisings/<int:pk>/replies/new/", concerns.reply_new, name="reply_new"),
    path("replies/<int:pk>/edit/", concerns.reply_edit, name="reply_edit"),
    path("links/", links.link_list, name="link_list"),
    path("follow-ups/", lists.follow_up_list, name="follow_up_list"),
    path("follow-ups/new/", follow_ups.follow_up_new, name="follow_up_new"),
    path("follow-ups/<int:pk>/", follow_ups.follow_up_detail, name="follow_up_detail"),
    path("follow-ups/<int:pk>/edit/", follow_ups.follow_up_edit, name="follow_up_edit"),
    path(
        "follow-ups/<int:pk>/close/",
        follow_ups.follow_up_close,
        name="follow_up_close",
    ),
    *record_paths("dialogues", models.Dialogue, "<slug:slug>"),
    *record_paths("priority-topics", models.PriorityTopic),
    *record_paths("working-groups", models.WorkingGroup),
    *record_paths("rounds", models.Round),
    *record_paths("meetings", models.Meeting),
    *record_paths("minutes", models.Minutes),
    *record_paths("participations", models.Participation),
    *record_paths("agenda-items", models.AgendaItem),
    *record_paths("concerns", models.Concern),
    *record_paths("raisings", models.Raising),
    *record_paths("replies", models.Reply),
    *record_paths("follow-ups", models.FollowUp),
]
